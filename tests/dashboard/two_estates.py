"""A scenario of two small estates that differ, with something of everything the levers are about."""

from __future__ import annotations

TWO_ESTATES = """
schema_version: 1
name: two-estates
title: {en: Two estates, zh: 两个小区}
months: 30
estates:
  east:
    homes: 40
    buildings: 2
    common: {parking_spaces: 20, parking_let: 15, parking_yuan_per_space_day: 4}
    residents: {member_share: 0.3}
  west:
    homes: 60
    shops: 3
    buildings: 3
    common: {parking_spaces: 10, parking_let: 7, parking_yuan_per_space_day: 3, adverts_yuan_per_year: 500.5}
    street: {mediation_hours: 3}
    residents: {tenure: {owner: 0.6, tenant: 0.3, absent: 0.1}}
residents: {member_share: 0.2}
timeline:
  - {event: conflict, month: 2, months: 3, share: 0.4, trust_loss: 0.5}
  - {event: found_branch, month: 6, estate: west, service_file: false, recognition: true}
  - {id: ask_west, event: activate, month: 6, estate: west, count: 4}
  - {id: ask_east, event: activate, month: 7, estate: east, count: 3, by: community}
  - {event: appoint, month: 8}
  - {id: revenue, event: run_revenue, month: 9, operator: committee}
  - {event: withdraw, month: 20}
targets:
  - {id: pays, measure: fee_rate, window: whole run, relation: above, value: 0.0, assumed: true}
"""
