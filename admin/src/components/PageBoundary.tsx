import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/useText.ts';
import { EmptyState } from './EmptyState.tsx';

/** As Vite and the browsers say that a part of the console itself could not be fetched. */
const isMissing = ({ message }: Error) =>
  /preload CSS|dynamically imported module|module script/i.test(message);

const Crash = ({ error }: { error: Error }) => {
  const text = useText();
  const why = isMissing(error) ? 'missing' : 'page';
  return (
    <EmptyState
      title={text(`parts.error.${why}`)}
      action={<Button onClick={() => globalThis.location.reload()}>{text('parts.error.reload')}</Button>}
    >
      {text(`parts.error.${why}Detail`)}
      <br />
      <code>{error.message}</code>
    </EmptyState>
  );
};

type Props = { children: ReactNode; resetKey: string };
type State = { error: Error | null; resetKey: string };

/** A page that breaks through a mistake of ours leaves the rest of the console standing; another page starts afresh. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: State): Partial<State> | null {
    return resetKey === state.resetKey ? null : { error: null, resetKey };
  }

  override render() {
    return this.state.error === null ? this.props.children : <Crash error={this.state.error} />;
  }
}
