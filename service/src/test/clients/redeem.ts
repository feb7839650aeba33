// An app's program: redeems a card by a client that a generator made of docs/api/customer.yaml.
// node redeem.js URL TOKEN ACCOUNT NUMBER PIN
import { AccountsApi, Configuration, ResponseError, TransfersApi } from './api';

declare const process: { argv: string[] };

async function main(): Promise<void> {
  const [basePath, accessToken, account, number, pin] = process.argv.slice(2);
  const configuration = new Configuration({ basePath, accessToken });
  const transfers = new TransfersApi(configuration);
  const press = {
    idempotencyKey: crypto.randomUUID(),
    prefer: 'wait=20',
    redeem: { account, institution: 'sandbox', card: { number, pin }, currency: 'USD' },
  };

  const transfer = await transfers.redeem(press);
  console.log(transfer.status, transfer.amount, transfer.card.last4);
  const again = await transfers.redeem(press);
  console.log(again.id === transfer.id ? 'the same' : 'another');
  console.log((await transfers.readTransfer({ id: transfer.id })).status);
  console.log((await new AccountsApi(configuration).readAccount({ id: account })).balance);
  try {
    await transfers.readTransfer({ id: `tr_${'0'.repeat(32)}` });
  } catch (e) {
    console.log(e instanceof ResponseError ? (await e.response.json()).code : e);
  }
}

void main();
