/** How long after the first request a scheduled export that failed is tried again. */
const madeUpFor = `interval '31 days'`;

/**
 * Scheduled exports that have failed and will be tried again: their schedule is on, and they are not too old. Nobody
 * waits for other failed ones: they stay in the list, and no longer show in the health report.
 *
 * @param more a further condition on `x`, the row of the export
 * @returns SQL from `FROM` on, for rows `x` of `audit_exports`
 */
export const fromUnmade = (more = 'true'): string =>
  `FROM audit_exports x JOIN audit_export_schedules s ON s.cadence = x.cadence AND s.is_on
    WHERE x.state = 'failed' AND x.origin = 'schedule' AND x.requested_at > now() - ${madeUpFor} AND ${more}`;
