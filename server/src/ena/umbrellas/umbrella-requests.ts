import type { RequestStatus } from '../lifecycle/request.contract.ts';
import { requestReferenceSql } from '../lifecycle/request-rows.ts';
import { openStates } from '../lifecycle/request.state.ts';

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/** The request of an umbrella that is not answered yet. */
export async function openRequestOf(
  reader: Reader,
  umbrellaId: string,
): Promise<{ id: string; reference: string; status: RequestStatus } | undefined> {
  const [row] = await reader.query<{ id: string; reference: string; status: RequestStatus }>(
    `SELECT id, ${requestReferenceSql('ena_requests')} AS reference, status FROM ena_requests
      WHERE umbrella_id = $1 AND status = ANY($2)`,
    [umbrellaId, openStates],
  );
  return row;
}
