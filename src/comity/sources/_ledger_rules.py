"""How each indicator of the ledger of dated facts is read: one entry per indicator, as data.

The ledger names 180 indicators in five groups of its own (event, flow, tie, link, attribute). What an
indicator *is* decides the table it goes to, not the group it was filed under:

- a dated act is an **event**, with its PLOVER action (``NONE`` where none fits: a delay, a cost, an
  explosion whose author the ledger does not state) and a mode;
- a dated quantity between two is a **flow**, also where it is a stock (debt), a count (patrols since
  2019) or a property of a route (its length): the commodity says so. Cumulative sums have commodities
  of their own, so that nobody adds them to yearly figures;
- a standing relation is a **tie**; a capacity is a **link**; a figure about one actor is a **state**
  attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

__all__ = [
    "DOMAINS", "EVENTS", "FLOWS", "LINKS", "NAMED_DOMAINS", "NAMED_GOODS", "REPORTERS", "STATES", "TIES",
    "rule",
]  # fmt: skip

#: indicator -> (PLOVER action, mode). An action written a/b is a for deeds and b for words.
EVENTS: dict[str, tuple[str, str]] = {
    "accession_application": ("REQUEST", "accession"),
    "accession_started": ("AGREE", "accession"),
    "agreement": ("AGREE", "agreement"),
    "agreements_signed": ("AGREE", "documents"),
    "agreements_value": ("AGREE", "documents"),
    "asset_freeze": ("SANCTION", "asset_freeze"),
    "asset_sale_announced": ("NONE", "asset_sale"),
    "attacks_on_shipping": ("ASSAULT", "shipping"),
    "bank_refusal": ("REJECT", "bank_refusal"),
    "border_clash": ("ASSAULT", "border_clash"),
    "candidate_status": ("AGREE", "accession"),
    "contract_length": ("AGREE", "contract"),
    "contract_value": ("AGREE", "contract"),
    "counter_sanctions": ("SANCTION", "counter_sanctions"),
    "currency_pledge": ("AGREE", "currency"),
    "currency_use": ("REJECT", "currency"),
    "delivery_delay": ("NONE", "delay"),
    "distancing_statement": ("REJECT", "statement"),
    "documents_signed": ("AGREE", "documents"),
    "entities_sanctioned": ("SANCTION", "listing"),
    "exercise_observer": ("COOPERATE", "exercise_observer"),
    "exercise_series_start": ("COOPERATE", "exercise_series"),
    "export_control": ("SANCTION", "export_control"),
    "financing_refused": ("REJECT", "financing"),
    "flow_reduced": ("REJECT", "flow_reduced"),
    "import_ban": ("SANCTION/THREATEN", "import_ban"),
    "invitation": ("AGREE", "invitation"),
    "joint_exercise": ("COOPERATE/AGREE", "exercise"),
    "joint_patrol": ("COOPERATE/AGREE", "patrol"),
    "law": ("SANCTION", "law"),
    "licence_refused": ("SANCTION", "licence"),
    "market_access": ("CONCEDE", "market_access"),
    "membership": ("AGREE", "membership"),
    "membership_declined": ("REJECT", "membership"),
    "membership_not_formalised": ("NONE", "membership"),
    "membership_suspended": ("REJECT", "membership"),
    "mutual_defence_clause": ("AGREE", "mutual_defence_clause"),
    "non_recognition": ("REJECT", "recognition"),
    "payment_friction": ("ACCUSE", "payment"),
    "payment_frozen": ("REJECT", "payment"),
    "payment_link": ("COOPERATE/AGREE", "payment"),
    "payment_system_ban": ("SANCTION", "payment_system"),
    "peace_plan": ("CONSULT", "peace_plan"),
    "persons_listed": ("SANCTION", "listing"),
    "pipeline_damaged": ("NONE", "damage"),
    "price_cap": ("SANCTION", "price_cap"),
    "price_not_agreed": ("REJECT", "price"),
    "production_cut": ("COOPERATE", "production_cut"),
    "project_announced": ("AGREE", "project_announced"),
    "project_cancelled": ("REJECT", "project_cancelled"),
    "project_completed": ("COOPERATE/AGREE", "project_completed"),
    "project_delayed": ("NONE", "delay"),
    "project_started": ("COOPERATE/AGREE", "project_started"),
    "project_suspended": ("NONE", "project_suspended"),
    "purchase_suspended": ("REJECT", "purchase"),
    "recognition": ("SUPPORT", "recognition"),
    "sanctions_package": ("SANCTION/THREATEN", "package"),
    "secondary_sanctions": ("SANCTION", "secondary"),
    "secondary_sanctions_warning": ("THREATEN", "secondary"),
    "security_report": ("ACCUSE", "report"),
    "shadow_fleet_listing": ("SANCTION/THREATEN", "listing"),
    "state_visit": ("CONSULT", "visit"),
    "summit": ("CONSULT", "summit"),
    "support_statement": ("SUPPORT", "statement"),
    "talks_suspended": ("REJECT", "talks"),
    "tariff": ("SANCTION/THREATEN", "tariff"),
    "technology_transfer": ("COOPERATE/AGREE", "technology"),
    "trade_dispute": ("ACCUSE", "dispute"),
    "treaty": ("AGREE", "treaty"),
    "treaty_ratification": ("AGREE", "ratification"),
    "troops": ("AID", "troops"),
    "un_vote": ("by polarity", "un_vote"),
    "waiver_revoked": ("SANCTION", "waiver"),
    "withdrawal": ("REJECT", "withdrawal"),
    "withdrawal_announced": ("REJECT", "withdrawal"),
}

#: indicator -> (commodity, measure, course). An empty measure is ``level``, unless the row is a word
#: and its name says plan or forecast. Course: ``as`` written; ``import``: a's total, of which b is the
#: source, so it flows from b to a; ``export``: a's total, of which b is the destination; ``trade``:
#: a's total in both directions, so the pair has none; ``inward``: into a; ``output``: a's own.
FLOWS: dict[str, tuple[str, str, str]] = {
    "aid_cumulative": ("aid_cumulative", "", "as"),
    "aid_pledge": ("aid", "plan", "as"),
    "arms_backlog": ("arms_backlog", "", "as"),
    "arms_delivery": ("arms", "", "as"),
    "arms_delivery_cumulative": ("arms_cumulative", "", "as"),
    "arms_delivery_planned": ("arms", "plan", "as"),
    "arms_imports_growth": ("arms", "growth", "inward"),
    "arms_order": ("arms", "plan", "as"),
    "arms_order_value": ("arms", "plan", "as"),
    "arms_pledge": ("arms", "plan", "as"),
    "cargo_per_day": ("route_cargo", "", "as"),
    "chokepoint_dependence": ("petroleum_by_chokepoint", "share", "inward"),
    "chokepoint_oil_flow": ("chokepoint_oil", "", "as"),
    "coal_exports": ("coal", "", "as"),
    "coal_exports_growth": ("coal", "growth", "as"),
    "coal_haulage": ("route_coal", "", "as"),
    "credit_line": ("credit", "plan", "as"),
    "crude_exports": ("crude_oil", "", "as"),
    "crude_exports_declared": ("crude_oil_declared", "", "as"),
    "crude_exports_value": ("crude_oil", "", "as"),
    "crude_imports": ("crude_oil", "", "inward"),
    "crude_share_of_exports": ("crude_oil_in_exports", "share", "export"),
    "currency_market_share": ("currency_market", "share", "as"),
    "currency_share_of_settlement": ("settlement_currency", "share", "as"),
    "debt": ("debt", "", "as"),
    "debt_share": ("debt", "share", "export"),
    "discount": ("pipeline_gas", "price", "as"),
    "drone_exports": ("drones", "", "as"),
    "dual_use_exports": ("dual_use_goods", "", "as"),
    "dual_use_exports_growth": ("dual_use_goods", "growth", "as"),
    "energy_exports_value": ("energy", "", "as"),
    "energy_share_of_exports": ("energy_in_exports", "share", "export"),
    "field_output": ("crude_oil_output", "", "as"),
    "flow_stopped": ("pipeline_flow", "", "as"),
    "gas_exports": ("gas", "", "as"),
    "goods_exports": ("goods", "", "as"),
    "goods_exports_growth": ("goods", "growth", "as"),
    "goods_trade": ("goods", "", "as"),
    "goods_trade_growth": ("goods", "growth", "as"),
    "goods_trade_target": ("goods", "plan", "as"),
    "investment_cumulative": ("investment_cumulative", "", "as"),
    "investment_pledge": ("investment", "plan", "as"),
    "joint_air_patrols_cumulative": ("joint_air_patrols_cumulative", "", "as"),
    "joint_exercises_cumulative": ("joint_exercises_cumulative", "", "as"),
    "joint_exercises_per_year": ("joint_exercises", "", "as"),
    "leader_meetings_cumulative": ("leader_meetings_cumulative", "", "as"),
    "lng_exports": ("lng", "", "as"),
    "lng_exports_value": ("lng", "", "as"),
    "loan": ("credit", "plan", "as"),
    "machine_tool_exports": ("machine_tools", "", "as"),
    "net_tonnage": ("route_net_tonnage", "", "as"),
    "nonoil_exports": ("nonoil_goods", "", "as"),
    "ownership_share": ("project_ownership", "share", "as"),
    "partner_rank": ("partner_rank", "", "as"),
    "payment_system_foreign_participants": ("payment_system_participants", "", "as"),
    "pipeline_flow": ("pipeline_flow", "", "as"),
    "pipeline_flow_cumulative": ("pipeline_flow_cumulative", "", "as"),
    "pipeline_gas_exports": ("pipeline_gas", "", "as"),
    "price": ("pipeline_gas", "price", "as"),
    "project_cost": ("project_cost", "", "as"),
    "project_length": ("project_length", "", "as"),
    "purchase_pledge": ("goods", "plan", "as"),
    "revenue": ("transit_revenue", "", "inward"),
    "route_cargo": ("route_cargo", "", "as"),
    "route_containers": ("route_containers", "", "as"),
    "route_demand": ("route_demand", "", "as"),
    "route_length": ("route_length", "", "as"),
    "route_transit": ("route_transit", "", "as"),
    "savings": ("savings", "", "as"),
    "semiconductor_exports": ("semiconductors", "", "as"),
    "share_of_national_output": ("crude_oil_output", "share", "output"),
    "share_of_partner_in_arms_exports": ("arms", "share", "export"),
    "share_of_partner_in_arms_imports": ("arms", "share", "import"),
    "share_of_partner_in_coal_imports": ("coal", "share", "import"),
    "share_of_partner_in_crude_imports": ("crude_oil", "share", "import"),
    "share_of_partner_in_energy_imports": ("energy", "share", "import"),
    "share_of_partner_in_gas_imports": ("gas", "share", "import"),
    "share_of_partner_in_imports": ("goods", "share", "import"),
    "share_of_partner_in_nonoil_exports": ("nonoil_goods", "share", "export"),
    "share_of_partner_in_oil_exports": ("oil", "share", "export"),
    "share_of_partner_in_trade": ("goods_trade", "share", "trade"),
    "ship_transits": ("ship_transits", "", "as"),
    "ship_transits_growth": ("ship_transits", "growth", "as"),
    "trade_interdependence_index": ("trade_interdependence", "", "as"),
    "traffic_trend": ("route_cargo", "growth", "as"),
    "transit_time": ("transit_time", "", "as"),
    "troops_in_exercise": ("troops_in_exercise", "", "as"),
    "unmet_demand": ("route_unmet_demand", "", "as"),
    "vehicle_exports_growth": ("vehicles", "growth", "as"),
    "yuan_transactions": ("yuan_payments", "", "as"),
}

#: indicator -> (kind, whether the period written is only the day of the declaration, not its life).
TIES: dict[str, tuple[str, bool]] = {
    "accession": ("membership", False),
    "accession_started": ("accession", False),
    "basing": ("basing", False),
    "booked_transit_capacity": ("transit_contract", False),
    "crude_contract": ("supply_contract", False),
    "grain_contract": ("supply_contract", False),
    "membership": ("membership", False),
    "observer": ("observer", False),
    "partnership_label": ("partnership_label", True),
    "swap_line": ("swap_line", False),
    "treaty_duration": ("treaty_term", False),
}

#: indicator -> (kind of link, commodity). A pipeline measured in Mt/y carries oil.
LINKS: dict[str, tuple[str, str]] = {
    "lng_capacity": ("lng_terminal", "gas"),
    "pipeline_capacity": ("gas_pipeline", "gas"),
    "port_capacity": ("port", "freight"),
    "rail_capacity": ("rail", "freight"),
    "road_capacity": ("road", "freight"),
    "route_capacity": ("corridor", "freight"),
}

#: Attributes of one actor (b is the world, or a itself).
STATES = (
    "payment_system_countries", "payment_system_foreign_participants", "payment_system_participants",
    "payment_system_value", "rail_investment", "swap_partners", "troops_in_exercise",
)  # fmt: skip

#: The ledger's domain "sanctions" is a means, not a domain: what the measure bears on, by indicator …
DOMAINS = {
    "counter_sanctions": "finance", "entities_sanctioned": "energy", "import_ban": "economic",
    "law": "economic", "licence_refused": "energy", "persons_listed": "economic",
    "price_cap": "energy", "sanctions_package": "economic", "secondary_sanctions": "economic",
    "secondary_sanctions_warning": "economic", "shadow_fleet_listing": "energy",
    "waiver_revoked": "infrastructure",
}  # fmt: skip

#: … unless its name says what it bears on.
NAMED_DOMAINS = (
    (r"(?i)\bcrude\b|\boil\b|LNG|Rosneft", "energy"),
    (r"(?i)\bbanks?\b|SPFS", "finance"),
    (r"(?i)\bdrones?\b|\bchips?\b", "technology"),
    (r"(?i)\bmilitary\b|Equipment Development|S-400", "military"),
)

#: Whose statistics a figure is, where its name says so.
REPORTERS = (
    (r"Chinese customs", "CHN"), (r"Russian customs|Russian figure", "RUS"), (r"Eurostat", "Eurostat"),
    (r"Kpler", "Kpler"), (r"Vortexa", "Vortexa"), (r"SIPRI", "SIPRI"),
)  # fmt: skip

#: What share_of_partner_in_imports is a share of, where its name is narrower than all goods.
NAMED_GOODS = (
    (r"machine tool", "machine_tools"), (r"microelectronics", "semiconductors"),
    (r"high-priority", "dual_use_goods"), (r"petroleum products", "oil_products"),
)  # fmt: skip


def rule(table: Mapping[str, tuple[Any, ...]], part: int) -> pl.Expr:
    """One part of the entry of a table of rules for each row's indicator."""
    return pl.col("indicator").replace_strict(
        {k: v[part] for k, v in table.items()}, return_dtype=pl.String
    )
