using Dev.Commands;
using LocalServers;

namespace Dev.CommandLine;

/// <summary>Every command, and the one place where an error becomes a message and an exit code.</summary>
internal static class CommandTable
{
    public static IReadOnlyList<Command> All { get; } =
    [
        UpCommand.Command,
        DownCommand.Command,
        EnvCommand.Command,
        TokenCommand.Command,
        DemoCommand.Command,
        TestCommand.Command,
        VerifyCommand.Command,
        BackfillCommand.Command,
        BenchCommand.Command,
        ClockCommand.Command,
        ComponentCommands.Start,
        ComponentCommands.Stop,
        ComponentCommands.Kill,
        ComponentCommands.Restart,
        LogsCommand.Command,
        DoctorCommand.Command,
        StripeSetupCommand.Command,
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments is [] or ["help" or "--help" or "-h", ..])
        {
            Help.Write(All);
            return ExitCodes.Success;
        }

        var command = All.FirstOrDefault(candidate => candidate.Name == arguments[0]);
        if (command is null)
        {
            return Refuse($"There is no command {arguments[0]}. ./dev help lists them.", ExitCodes.Usage);
        }

        if (arguments.Skip(1).Any(argument => argument is "--help" or "-h"))
        {
            Help.Write([command]);
            return ExitCodes.Success;
        }

        try
        {
            return await command.RunAsync([.. arguments.Skip(1)], cancellationToken);
        }
        catch (UsageException exception)
        {
            return Refuse($"{exception.Message}\nUsage: ./dev {command.Name} {command.Usage}", ExitCodes.Usage);
        }
        catch (Exception exception) when (exception is DevException or LocalServerException)
        {
            return Refuse(exception.Message, ExitCodes.Failure);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static int Refuse(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }
}
