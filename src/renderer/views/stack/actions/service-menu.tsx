import { Ellipsis } from 'lucide-react';
import type { ServiceView } from '../../../../shared/contract/index.ts';
import { IconButton, Menu, plainText } from '../../../components/index.ts';
import { useStack } from '../stack-context.ts';
import { serviceItems } from './service-items.ts';

/** Everything that can be done to one service. */
export function ServiceMenu({ service }: { service: ServiceView }) {
  const stack = useStack();
  return (
    <Menu
      trigger={<IconButton size="small" icon={Ellipsis} label={`Actions on ${plainText(service.name)}`} />}
      items={serviceItems(stack, service)}
    />
  );
}
