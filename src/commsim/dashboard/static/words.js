// Texts come from the page as `labels`: English text to shown text. No text stands in a module but as such a key.

// Marks a key that stands in a table; it is returned as it is.
export const note = (text) => text;

const NAMES = [
  note("Jan"), note("Feb"), note("Mar"), note("Apr"), note("May"), note("Jun"),
  note("Jul"), note("Aug"), note("Sep"), note("Oct"), note("Nov"), note("Dec"),
];

export class Words {
  constructor(labels) {
    this.labels = labels || {};
  }

  // Returns the shown text of a key, with {placeholders} filled in.
  say(key, values) {
    const text = this.labels[key] || key;
    if (!values) return text;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  // Returns the calendar month of a month of the run (from 1), whose month 1 is a January.
  date(month, firstYear) {
    const name = this.say(NAMES[(month - 1) % 12]);
    return this.say("{name} {year}", { name, year: firstYear + Math.floor((month - 1) / 12) });
  }

  // Returns what the clock says of a month.
  clock(month, firstYear) {
    return this.say("Month {month} · {date}", { month, date: this.date(month, firstYear) });
  }
}
