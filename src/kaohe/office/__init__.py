"""The platform on top of the engine: Django on PostgreSQL. It comes with the extra ``kaohe[office]``.

Order of the apps, held by import contracts: ``ui, audit ← people ← planning ← monitoring ← assessment ← scoring ←
outcomes ← boards, public, api``.
"""
