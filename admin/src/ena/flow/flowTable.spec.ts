import { expect, it } from 'vitest';
import { flowTable } from './flowTable.ts';

it('has a line for each time, also for those in which nothing happened', () => {
  const none = { waiting: 0, sent: 0, accepted: 0, processed: 0, public: 0, failed: 0 };
  const items = [
    { start: '2026-11-20', ...none },
    { start: '2026-11-21', ...none, waiting: 85, sent: 600, failed: 36 },
  ];
  expect(flowTable({ items })).toBe(
    'start,waiting,sent,accepted,processed,public,failed\r\n2026-11-20,0,0,0,0,0,0\r\n2026-11-21,85,600,0,0,0,36\r\n',
  );
});
