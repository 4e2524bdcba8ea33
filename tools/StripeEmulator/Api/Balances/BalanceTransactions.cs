using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Balances;

/// <summary>GET /v1/balance_transactions, and one of them.</summary>
internal static class BalanceTransactions
{
    public static void MapBalanceTransactions(this StripeRoutes api)
    {
        api.Map("GET", "/v1/balance_transactions/{id}", ObjectNames.BalanceTransaction, call =>
            call.State.BalanceTransactions.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.BalanceTransaction, call.Id));
        api.MapList("/v1/balance_transactions", ObjectNames.BalanceTransaction, Filter, state => state.BalanceTransactions);
    }

    private static ListFilter<BalanceTransaction> Filter(Parameters parameters)
    {
        if (parameters.Has("payout"))
        {
            throw StripeError.NotEmulated("payouts", "payout");
        }

        var type = parameters.Text("type");
        var currency = parameters.Text("currency");
        return new(Group: parameters.Text("source"), (_, transaction) =>
            (type is null || transaction.Reason.Type == type) && (currency is null || transaction.Currency == currency));
    }
}
