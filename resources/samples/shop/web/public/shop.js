const states = ['placed', 'packed', 'sent'];
const byId = (id) => document.getElementById(id);
const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

async function call(path, options) {
  const response = await fetch(`/api/${path}`, options);
  const body = await response.json().catch(() => ({ error: 'The shop does not answer.' }));
  if (!response.ok) throw new Error(body.error);
  return body;
}

/** Shows a sentence, or the failure of what was tried. */
function notice(text, problem = false) {
  byId('notice').textContent = text;
  byId('notice').classList.toggle('problem', problem);
}

function fill(template, shape) {
  const item = byId(template).content.cloneNode(true).firstElementChild;
  item.querySelector('use').setAttribute('href', `shapes.svg#${shape}`);
  return item;
}

function productCard(product) {
  const card = fill('product', product.shape);
  card.querySelector('h3').textContent = product.name;
  card.querySelector('p').textContent = product.description;
  card.querySelector('strong').textContent = euros.format(product.priceCents / 100);
  const button = card.querySelector('button');
  button.setAttribute('aria-label', `Order: ${product.name}`);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await call('orders', { method: 'POST', body: JSON.stringify({ product: product.id }) });
      await refresh();
    } catch (error) {
      notice(error.message, true);
    } finally {
      button.disabled = false;
    }
  });
  return card;
}

/** Cards that are there already are changed, not made anew: their steps fill up smoothly. */
function showOrder(order) {
  const id = `order-${order.id}`;
  let item = byId(id);
  if (!item) {
    item = fill('order', order.shape);
    item.id = id;
    item.querySelector('strong').textContent = order.product;
    item.querySelector('.number').textContent = `no. ${order.id}`;
  }
  item.dataset.state = order.state;
  for (const [index, step] of item.querySelectorAll('.steps li').entries())
    step.classList.toggle('reached', index <= states.indexOf(order.state));
  return item;
}

let next;
async function refresh() {
  clearTimeout(next);
  const orders = await call('orders');
  byId('orders').replaceChildren(...orders.map(showOrder));
  notice(orders.length > 0 ? '' : 'Nothing ordered yet. Pick a block.');
  // Look again as long as the worker has something to do.
  if (orders.some((order) => order.state !== 'sent')) next = setTimeout(() => refresh().catch(report), 300);
}

const report = (error) => notice(error.message, true);
try {
  byId('products').replaceChildren(...(await call('products')).map(productCard));
  await refresh();
} catch (error) {
  report(error);
}
