using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Balances;

/// <summary>GET /v1/balance: nothing is ever paid out here, and nothing is kept for it.</summary>
internal static class RetrieveBalance
{
    private static readonly Balance Empty = new() { Id = "balance", Created = 0 };

    public static void MapRetrieveBalance(this StripeRoutes api) => api.Map("GET", "/v1/balance", ObjectNames.Balance, _ => Empty);
}
