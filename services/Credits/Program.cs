using Credits;
using ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCredits();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapCredits();
app.Run();
