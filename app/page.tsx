import type { Metadata } from 'next';
import { AppFrame } from '#components/shell/app-frame.tsx';
import { HomePage } from './home-page.tsx';

export const metadata: Metadata = { title: 'Home' };

export default function Page() {
  return (
    <AppFrame>
      <HomePage />
    </AppFrame>
  );
}
