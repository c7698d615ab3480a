// What is known of a household in a month, in words: for the card at the pointer and for readers of the screen.

import { SCHEMES } from "./colours.js";
import { ABSENT, DISPUTE_NEIGHBOUR, DISPUTE_PAYEE, PAYS, SERVING, VISITED } from "./pack.js";
import { note } from "./words.js";

const TENURES = [note("lived in by its owner"), note("let to a tenant"), note("vacant, its owner lives elsewhere")];
const SHOP_TENURES = [note("run by its owner"), note("let to a shopkeeper"), note("vacant, its owner lives elsewhere")];
const AGES = [note("under 35"), note("35 to 60"), note("over 60")];
const KINDS = [
  note("pays the more, the more others pay"),
  note("answers others little"),
  note("follows others up to a half"),
  note("pays whatever others do"),
];
const MEMBERS = ["", note("party member in service"), note("retired party member")];

// Returns the place of a home in words.
export function placeOf(pack, home, words) {
  const place = {
    building: pack.building[home] + 1,
    stairwell: pack.stairwell[home] - pack.building[home] * pack.stairwells + 1,
    floor: pack.floor[home],
  };
  return pack.shop[home]
    ? words.say("Shop in building {building}, stairwell {stairwell}", place)
    : words.say("Building {building}, stairwell {stairwell}, floor {floor}", place);
}

function whoOf(pack, home, words) {
  const tenure = pack.tenure[home];
  const parts = [words.say((pack.shop[home] ? SHOP_TENURES : TENURES)[tenure])];
  if (tenure !== ABSENT) parts.push(words.say(AGES[pack.age[home]]));
  parts.push(words.say(KINDS[pack.kind[home]]));
  return parts.join(" · ");
}

function memberOf(pack, home, flags, words) {
  const member = MEMBERS[pack.member[home]];
  if (!member) return "";
  return flags & SERVING ? `${words.say(member)}, ${words.say("serves this month")}` : words.say(member);
}

// A share is known to a byte, so two digits are shown, marked as rounded.
function share(byte) {
  return `≈ ${(byte / 255).toFixed(2)}`;
}

function disputeOf(flags, words) {
  const which = (flags & DISPUTE_NEIGHBOUR ? 1 : 0) + (flags & DISPUTE_PAYEE ? 2 : 0);
  return words.say(SCHEMES.dispute.entries[which].label);
}

function owedOf(months, words) {
  if (!months) return words.say("nothing owed");
  return words.say(months === 255 ? note("{n} months or more") : note("{n} months"), { n: months });
}

function tiesOf(pack, home, month, words) {
  const [from, to] = [pack.tie_start[home], pack.tie_start[home + 1]];
  const flags = pack.row("flags", month);
  let paying = 0;
  for (let slot = from; slot < to; slot++) paying += flags[pack.tie_other[slot]] & PAYS;
  return words.say("{n} acquaintances, {paying} of them pay this month", { n: to - from, paying });
}

function differsOf({ since, pays_since }, home, month, words) {
  const notes = [];
  if (since[home] && since[home] <= month) {
    notes.push(words.say("differs from the other world since month {month}", { month: since[home] }));
  }
  if (pays_since[home] && pays_since[home] <= month) {
    notes.push(words.say("paid differently for the first time in month {month}", { month: pays_since[home] }));
  }
  return notes;
}

// Returns {title, who, member, rows: [[name, value], ...], notes: [...]} of a home in a month.
export function describe(pack, home, month, words, difference) {
  const flags = pack.row("flags", month)[home];
  const voice = pack.row("voice", month)[home];
  const rows = [
    [words.say("This month"), words.say(flags & PAYS ? note("pays") : note("does not pay"))],
    [words.say("Fees owed"), owedOf(pack.row("arrears", month)[home], words)],
    [words.say("Trust in whoever is paid"), share(pack.row("trust", month)[home])],
    [words.say("Trust in self-government"), share(pack.row("self", month)[home])],
    [words.say("Belonging to the estate"), share(pack.row("belonging", month)[home])],
    [words.say("Believes this share pays"), share(pack.row("norm", month)[home])],
    [words.say("Open disputes"), disputeOf(flags, words)],
  ];
  if (voice) rows.push([words.say("At the latest meeting"), words.say(SCHEMES.speaks.entries[voice].label)]);
  const notes = [tiesOf(pack, home, month, words)];
  if (flags & VISITED) notes.push(words.say("was visited before"));
  if (difference) notes.push(...differsOf(difference, home, month, words));
  return { title: placeOf(pack, home, words), who: whoOf(pack, home, words), member: memberOf(pack, home, flags, words), rows, notes };
}

// Returns the same in one sentence, with what the colour says first.
export function sentence(pack, home, month, words, name) {
  const told = describe(pack, home, month, words);
  const place = { self: 3, trust: 2, belonging: 4, dispute: 6, arrears: 1, speaks: 7 }[name] || 0;
  const row = told.rows[place] || told.rows[0];
  return [told.title, told.member, `${row[0]}: ${row[1]}`, told.who].filter(Boolean).join("; ");
}
