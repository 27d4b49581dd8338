import type { BlockFile } from '../format/block-file.ts';
import { hasPlaceholder } from '../placeholder.ts';
import type { Binding } from '../stack-project.ts';
import type { Renderer } from './renderer.ts';

/** One renderer for each form: endpoints and used blocks differ. */
export interface Forms {
  inside: Renderer;
  host: Renderer;
}

/** The variables that a member gives to its consumers. `readOnly` takes the place of the block's bindings. */
export function bindingsOf(definition: BlockFile, forms: Forms, isReadOnly: boolean): Binding[] {
  const own = definition.bindings ?? {};
  const readOnly = isReadOnly ? definition.attach?.readOnly : undefined;
  const path = readOnly ? ['attach', 'readOnly'] : ['bindings'];
  return Object.entries(readOnly ?? own).flatMap(([name, binding]) => {
    const at = [...path, name];
    const it = typeof binding === 'string' ? { value: binding } : binding;
    if (!forms.inside.holds(it.when, [...at, 'when'])) return [];
    const place = (form: 'inside' | 'host') => {
      if (it[form] !== undefined) return [...at, form];
      return typeof binding === 'string' ? at : [...at, 'value'];
    };
    const inside = forms.inside.text(it.inside ?? it.value ?? '', place('inside'));
    const host = forms.host.text(it.host ?? it.value ?? '', place('host'));
    const described = typeof own[name] === 'object' ? own[name].description : undefined;
    return [
      {
        name,
        inside,
        host,
        secret: it.secret ?? (hasPlaceholder(inside) || hasPlaceholder(host)),
        ...(described !== undefined && { description: described }),
      },
    ];
  });
}
