import { useAbility } from '@casl/react';
import { Navigate } from 'react-router-dom';
import type { ConsoleAbility } from '../providers/ability.ts';
import { startOf } from './destinations.ts';

/** `/` leads to where the person's work waits. */
export const Start = () => <Navigate to={startOf(useAbility<ConsoleAbility>())} replace />;
