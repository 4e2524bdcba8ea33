using CsCheck;
using StripeEmulator.State;

namespace StripeEmulator.Tests.State;

public sealed class KeepingABoundedNumberTests
{
    [Fact]
    public void AboveTheCapacity_TheOldestGo_AndListsStayInOrder()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 3].List[0, 60]).Sample((capacity, groups) =>
        {
            var store = new ResourceStore<Customer>(capacity, customer => customer.Email);
            var model = groups.Select((group, number) => (Id: $"cus_{number}", Group: $"g{group}")).ToList();
            foreach (var (id, group) in model)
            {
                store.Put(Named(id, group));
            }

            var kept = model.TakeLast(capacity).Reverse().ToList();
            Assert.Equal(kept.Select(item => item.Id), store.OlderThan(null).Select(customer => customer.Id));
            foreach (var (cursor, _) in kept)
            {
                foreach (var group in new[] { "g0", "g1", "g2", "g3" })
                {
                    var older = kept.SkipWhile(item => item.Id != cursor).Skip(1).Where(item => item.Group == group);
                    var newer = kept.TakeWhile(item => item.Id != cursor).Where(item => item.Group == group).Reverse();
                    Assert.Equal(older.Select(item => item.Id), store.OlderThan(cursor, group).Select(customer => customer.Id));
                    Assert.Equal(newer.Select(item => item.Id), store.NewerThan(cursor, group).Select(customer => customer.Id));
                }
            }
        });
    }

    [Fact]
    public void AReplacedOne_KeepsItsPlace_AndMovesToItsNewGroup()
    {
        var store = new ResourceStore<Customer>(10, customer => customer.Email);
        store.Put(Named("cus_1", "a"));
        store.Put(Named("cus_2", "a"));

        store.Put(Named("cus_1", "b"));

        Assert.Equal(["cus_2", "cus_1"], store.OlderThan(null).Select(customer => customer.Id));
        Assert.Equal(["cus_2"], store.OlderThan(null, "a").Select(customer => customer.Id));
        Assert.Equal(["cus_1"], store.OlderThan(null, "b").Select(customer => customer.Id));
    }

    private static Customer Named(string id, string group) => new() { Id = id, Created = 0, InvoicePrefix = "X", Email = group };
}
