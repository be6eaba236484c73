"""What waits in profiles that were published, and statements that were written, before this was noted."""

from django.db import migrations

MATTERS = """
INSERT INTO profiles_publishedmatter (listing_id, claim, kind, since)
SELECT listing.profile_id, account.key, matter.kind, assessment.assessed_at
FROM profiles_publishedprofile listing
JOIN profiles_assessment assessment ON assessment.id = listing.assessment_id
CROSS JOIN LATERAL jsonb_each(assessment.result -> 'claims') account
CROSS JOIN (VALUES ('stale'), ('disputed')) matter (kind)
WHERE (account.value -> matter.kind)::boolean
ON CONFLICT DO NOTHING;
"""

# What age cannot lower any more can still go out of date. Nobody would look at it otherwise: .10 to .1499.
LOOK_AGAIN = """
UPDATE profiles_publishedprofile listing SET look_again_at = now()
FROM profiles_assessment assessment
WHERE assessment.id = listing.assessment_id AND EXISTS (
    SELECT 1 FROM jsonb_each(assessment.result -> 'claims') account
    WHERE NOT (account.value -> 'stale')::boolean
    AND (account.value -> 'ten_thousandths')::integer BETWEEN 1000 AND 1499
);
"""

# The rule of profiles.evidence.contests, for every statement at once.
CONTESTED = """
WITH said AS (
    SELECT citation.claim_id, citation.value_id, citation.directness, citation.attached, citation.made_at
    FROM profiles_citation citation
    WHERE citation.value_id IS NOT NULL AND citation.set_aside_at IS NULL
), rival AS (
    SELECT value.id, value.claim_id, ours.id AS ours
    FROM profiles_claimvalue value
    JOIN profiles_claimvalue ours ON ours.claim_id = value.claim_id AND ours.is_published
    WHERE NOT value.is_published AND NOT EXISTS (
        SELECT 1 FROM profiles_claimvalue_covers covers
        WHERE (covers.from_claimvalue_id, covers.to_claimvalue_id) IN ((value.id, ours.id), (ours.id, value.id))
    )
), counted AS (
    SELECT rival.id, rival.claim_id FROM rival
    WHERE EXISTS (
        SELECT 1 FROM said
        WHERE said.claim_id = rival.claim_id AND said.attached AND said.directness <> 'tertiary' AND (
            said.value_id = rival.id OR EXISTS (
                SELECT 1 FROM profiles_claimvalue_covers covers
                WHERE covers.from_claimvalue_id = rival.id AND covers.to_claimvalue_id = said.value_id
            )
        )
    ) OR NOT EXISTS (
        SELECT 1 FROM said
        WHERE said.claim_id = rival.claim_id AND said.attached AND said.directness = 'primary' AND (
            said.value_id = rival.ours OR EXISTS (
                SELECT 1 FROM profiles_claimvalue_covers covers
                WHERE covers.from_claimvalue_id = rival.ours AND covers.to_claimvalue_id = said.value_id
            )
        )
    )
)
UPDATE profiles_claim claim SET contested_since = oldest.since
FROM (
    SELECT counted.claim_id, min(said.made_at) AS since
    FROM counted
    JOIN said ON said.value_id = counted.id
    JOIN profiles_claim stated ON stated.id = counted.claim_id
    WHERE NOT EXISTS (
        SELECT 1 FROM profiles_verdict verdict
        WHERE verdict.profile_id = stated.profile_id AND verdict.claim = stated.public_id
        AND verdict.at >= said.made_at
    )
    GROUP BY counted.claim_id
) oldest
WHERE oldest.claim_id = claim.id;
"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0017_what_waits")]
    operations = [migrations.RunSQL(one, migrations.RunSQL.noop) for one in (MATTERS, LOOK_AGAIN, CONTESTED)]
