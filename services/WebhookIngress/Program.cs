using ServiceDefaults;
using WebhookIngress;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIngress();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapIngress();
app.Run();
