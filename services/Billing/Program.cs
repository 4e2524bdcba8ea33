using Billing;
using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddBilling();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapBilling();
app.Run();
