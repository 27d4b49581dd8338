import { NothingHere } from './nothing-here.tsx';
import { findMachineView } from './registry.ts';
import { useTitle } from './use-title.ts';
import { ViewFrame } from './view-frame.tsx';

/** A view of this machine, in its place. */
export function MachinePlace({ view: id }: { view: string }) {
  const view = findMachineView(id);
  useTitle(view?.title);
  if (!view) return <NothingHere />;
  const View = view.component;
  return (
    <ViewFrame of={id}>
      <View />
    </ViewFrame>
  );
}
