"""What if households stop paying for half a year after a quarrel with the payee?

Run it with: python docs/examples/angry_payer.py
"""

import commsim

HALF_A_YEAR = 6
MONTHS = 24
PAYEE = 0  # place of the payee among a household's grievances


class AngryPayer(commsim.Resident):
    """Decides as always, but withholds while it is angry."""

    angry_until = 0

    def decides_to_pay(self) -> bool:
        if self.grievances[PAYEE]:
            self.angry_until = self.estate.month + HALF_A_YEAR
        return self.estate.month > self.angry_until and super().decides_to_pay()


def main() -> None:
    """Compare the two decisions in the same estate under the same luck."""
    shipped = commsim.simulate("typical-estate", seed=1, months=MONTHS)
    angry = commsim.simulate("typical-estate", seed=1, months=MONTHS, resident=AngryPayer)
    for year, (usual, changed) in enumerate(zip(shipped.yearly(), angry.yearly(), strict=True), start=1):
        usual_rate, changed_rate = usual.figures["fee_rate"].median, changed.figures["fee_rate"].median
        print(f"year {year}: fee rate {usual_rate:.3f} as shipped, {changed_rate:.3f} with angry payers")


if __name__ == "__main__":
    main()
