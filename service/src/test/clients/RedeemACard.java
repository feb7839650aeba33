import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AccountsApi;
import org.openapitools.client.api.TransfersApi;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.Redeem;
import org.openapitools.client.model.RedeemCard;

import java.util.UUID;

/// An app's program: redeems a card by a client that a generator made of docs/api/customer.yaml.
/// Arguments: URL TOKEN ACCOUNT NUMBER PIN
public final class RedeemACard {

    private RedeemACard() {}

    public static void main(String[] arguments) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + arguments[1]));
        var transfers = new TransfersApi(client);
        var account = arguments[2];
        var key = UUID.randomUUID().toString();
        var wish =
                new Redeem()
                        .account(account)
                        .institution("sandbox")
                        .card(new RedeemCard().number(arguments[3]).pin(arguments[4]))
                        .currency("USD");

        var transfer = transfers.redeem(key, wish, "wait=20");
        System.out.println(
                transfer.getStatus()
                        + " "
                        + transfer.getAmount()
                        + " "
                        + transfer.getCard().getLast4());
        var again = transfers.redeem(key, wish, "wait=20");
        System.out.println(again.getId().equals(transfer.getId()) ? "the same" : "another");
        System.out.println(transfers.readTransfer(transfer.getId(), null).getStatus());
        System.out.println(new AccountsApi(client).readAccount(account).getBalance());
        try {
            transfers.readTransfer("tr_" + "0".repeat(32), null);
        } catch (ApiException e) {
            var problem = client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
            System.out.println(problem.getCode());
        }
    }
}
