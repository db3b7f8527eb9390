import type { StreamEventView } from '@contract/platform/events/event.contract.ts';
import { onlineManager, useQueryClient, type Query } from '@tanstack/react-query';
import { createContext, use, useEffect, useEffectEvent, useMemo, useState } from 'react';
import { affectedBy } from './affected.ts';
import { followChanges } from './live.ts';
import { refetchFailed } from './queryClient.ts';
import { reloadMe } from './session.ts';
import { useSession } from './useSession.ts';

type LiveState = 'connecting' | 'connected' | 'lost';
type Listener = (resources: ReadonlySet<string>) => void;

const LiveContext = createContext<{ state: LiveState; listeners: Set<Listener> }>({
  state: 'connecting',
  listeners: new Set(),
});

/** Lists decide themselves when to move their rows; everything else is fetched again at once. */
const isList = (query: Query) => query.queryKey[1] === 'getList' || query.queryKey[1] === 'getInfiniteList';

const touchesMe = (events: readonly StreamEventView[], id: string | undefined) =>
  events.some(({ subject }) => subject.type.toLowerCase() === 'user' && subject.id === id);

/** Follows the server's changes while somebody is signed in and lets what is shown follow them. */
export const LiveUpdates = ({ children }: { children: React.ReactNode }) => {
  const client = useQueryClient();
  const myId = useSession()?.me.id;
  const [state, setState] = useState<LiveState>('connecting');
  const [listeners] = useState(() => new Set<Listener>());

  const onChanges = useEffectEvent((events: readonly StreamEventView[]) => {
    const touched = affectedBy(events);
    void client.invalidateQueries({
      predicate: (query) => touched.has(String(query.queryKey[0])) && !isList(query),
    });
    for (const listener of listeners) listener(touched);
    if (touchesMe(events, myId)) void reloadMe();
  });

  useEffect(() => {
    if (myId === undefined) return;
    const ending = new AbortController();
    let late: ReturnType<typeof setTimeout> | undefined;
    const onState = (isConnected: boolean) => {
      clearTimeout(late);
      // A restart of the server takes a moment; only a longer silence is worth a line on the page.
      if (isConnected) {
        setState('connected');
        void refetchFailed(client);
      } else late = setTimeout(() => setState('lost'), 5000);
    };
    void followChanges((events) => onChanges(events), onState, ending.signal);
    return () => {
      clearTimeout(late);
      ending.abort();
    };
  }, [client, myId]);

  useEffect(() => onlineManager.subscribe((isOnline) => void (isOnline && refetchFailed(client))), [client]);

  const value = useMemo(() => ({ state, listeners }), [state, listeners]);
  return <LiveContext value={value}>{children}</LiveContext>;
};

export const useLiveState = (): LiveState => use(LiveContext).state;

/** Calls back when something that belongs to the resource has changed on the server. */
export const useLiveChange = (resource: string, onChange: () => void) => {
  const { listeners } = use(LiveContext);
  const tell = useEffectEvent(onChange);
  useEffect(() => {
    const listener: Listener = (touched) => {
      if (touched.has(resource)) tell();
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listeners, resource]);
};
