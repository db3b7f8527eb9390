import { Navigate } from 'react-router-dom';
import { useOpenPlaces } from './useOpenPlaces.ts';

/** `/` leads to the first place of the navigation: where the person's work waits. */
export const Start = () => <Navigate to={useOpenPlaces()[0]?.to ?? '/access-denied'} replace />;
