using System.CommandLine;
using System.CommandLine.Parsing;
using Fulcrum.Data;

namespace Fulcrum.Cli;

/// <summary>Runs a verb and turns every expected failure into words on standard error and an exit code.</summary>
internal static class ErrorReport
{
    /// <summary>How long a verb may take to end after Ctrl-C or SIGTERM: longer than it waits for a worker.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(ParseResult command)
    {
        if (command.Errors.Count > 0)
        {
            foreach (var error in command.Errors) Write(error.Message);
            await Console.Error.WriteLineAsync($"Try: {CommandPath(command.CommandResult)} --help");
            return ExitCodes.BadInput;
        }

        try
        {
            return await command.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Patience,
            });
        }
        catch (InputException bad)
        {
            foreach (var error in bad.Errors) Write(error.ToString());
            return ExitCodes.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Write(failure.Message);
            return ExitCodes.BadInput;
        }
    }

    private static void Write(string message) => Console.Error.WriteLine("error: " + message);

    private static string CommandPath(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandPath(parent)} {result.Command.Name}" : "fulcrum";
}
