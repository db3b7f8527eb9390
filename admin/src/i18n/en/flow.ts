/** Records on their way to ENA over time. */
export const flow = {
  title: 'Flow to ENA',
  spans: 'Counted by',
  by: { day: 'Last 30 days', week: 'Last 26 weeks' },
  start: { day: 'Day', week: 'Week from' },
  empty: 'Nothing has gone to ENA in this time',
  emptyDetail: 'Once batches are sent, it shows how many records waited, were sent, and what became of them.',
  table: 'The same in numbers',
  most: { day: 'at most %{most} a day', week: 'at most %{most} a week' },
  mostLeft: {
    day: 'at most %{most} at the end of a day',
    week: 'at most %{most} at the end of a week',
  },
  download: 'Download as CSV',
  series: {
    waiting: 'Waiting',
    sent: 'Sent',
    accepted: 'Accepted',
    processed: 'Processed',
    public: 'Public',
    failed: 'Failed',
  },
  sums: {
    waiting: '%{count} record waits now |||| %{count} records wait now',
    sent: '%{count} record sent in this time |||| %{count} records sent in this time',
    accepted: '%{count} record accepted in this time |||| %{count} records accepted in this time',
    processed: '%{count} record processed in this time |||| %{count} records processed in this time',
    public: '%{count} record made public in this time |||| %{count} records made public in this time',
    failed: '%{count} record failed in this time |||| %{count} records failed in this time',
  },
} as const;
