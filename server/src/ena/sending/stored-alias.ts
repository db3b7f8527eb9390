/**
 * The alias by which ENA has a record, as SQL: the one it was registered with, else its accession.
 *
 * @param accession an SQL expression for ours. @param environment one for which ENA
 */
export const storedAlias = (accession: string, environment: string): string => `coalesce(
  (SELECT sent.ena_alias FROM ena_batch_items sent WHERE sent.accession = ${accession} AND sent.environment = ${environment}
      AND sent.status = 'accepted' AND sent.expired_at IS NULL LIMIT 1), ${accession})`;
