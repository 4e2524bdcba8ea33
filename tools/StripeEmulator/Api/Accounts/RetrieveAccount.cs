using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Accounts;

/// <summary>GET /v1/account, and by its id: what a doctor asks to see whose key it holds.</summary>
internal static class RetrieveAccount
{
    private static readonly Account Local = new() { Id = Account.LocalId, Created = 0 };

    public static void MapRetrieveAccount(this StripeRoutes api)
    {
        api.Map("GET", "/v1/account", ObjectNames.Account, _ => Local);
        api.Map("GET", "/v1/accounts/{id}", ObjectNames.Account, call =>
            call.Id == Account.LocalId ? Local : throw StripeError.NotFound(ObjectNames.Account, call.Id));
    }
}
