using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>POST /v1/customers.</summary>
internal static class CreateCustomer
{
    public static void MapCreateCustomer(this StripeRoutes api) =>
        api.Map("POST", "/v1/customers", ObjectNames.Customer, Read, Apply);

    private static Request Read(Parameters parameters) => new(parameters.Text("test_clock"), CustomerParameters.Read(parameters));

    private static Customer Apply(ApiCall call, Request request)
    {
        var parameters = request.Fields;
        RefuseClock(call, request.TestClockId);
        var draft = parameters.ApplyTo(new Customer
        {
            Id = StripeIds.Customer(),
            Created = call.State.Now,
            InvoicePrefix = StripeIds.InvoicePrefix(),
            TestClockId = request.TestClockId,
        });
        var method = parameters.ResolveMethod(call, draft.Id);
        var created = call.State.Customers.Put(parameters.WithDefault(draft, call.State, method));
        call.State.Record(EventTypes.CustomerCreated, created, call.Cause);
        if (method is not null)
        {
            call.Processes.Wallets.Attach(method, created.Id, call.Cause);
        }

        return created;
    }

    private static void RefuseClock(ApiCall call, string? testClockId)
    {
        if (testClockId is null)
        {
            return;
        }

        var clock = call.State.TestClocks.Find(testClockId)
            ?? throw StripeError.NoSuch(ObjectNames.TestClock, testClockId, "test_clock");
        if (call.Processes.TestClocks.CustomersOf(clock).Count() >= StateLimits.CustomersPerTestClockMax)
        {
            throw StripeError.InvalidParameter(
                $"A test clock can have at most {StateLimits.CustomersPerTestClockMax} customers.", "test_clock");
        }
    }

    private sealed record Request(string? TestClockId, CustomerParameters Fields);
}
