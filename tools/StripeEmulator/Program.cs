using StripeEmulator;

try
{
    await EmulatorApplication.Build(args).RunAsync();
    return 0;
}
catch (SettingException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
