using System.CommandLine;
using System.CommandLine.Parsing;
using Fulcrum.Data;

namespace Fulcrum.Cli;

/// <summary>Runs a verb and turns every failure into words on standard error and an exit code.</summary>
internal static class ErrorReport
{
    /// <summary>How long a verb may take to end after Ctrl-C or SIGTERM: longer than it waits for a worker.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(Command root, IReadOnlyList<string> arguments)
    {
        try
        {
            var command = root.Parse(arguments);
            if (command.Errors.Count == 0)
            {
                var code = await command.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Timeout,
                    Output = StandardStreams.Out, Error = StandardStreams.Error,
                });
                return StandardStreams.TakeOutputFailure() is { } lost ? Lost(lost, code) : code;
            }

            foreach (var error in command.Errors) Write(error.Message);
            StandardStreams.Error.WriteLine($"Try: {CommandPath(command.CommandResult)} --help");
            return ExitCodes.BadInput;
        }
        catch (InputException bad)
        {
            foreach (var error in bad.Errors) Write(error.ToString());
            return ExitCodes.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Canceled;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Write($"{failure.Message} Check that the path exists, may be read and written, and that there is room on its disk.");
            return ExitCodes.BadInput;
        }
        catch (Exception failure) when (failure.GetBaseException() is OutOfMemoryException)
        {
            Write("Memory ran out. Use fewer rows (--train, --test) or smaller files, or a machine that has more.");
            return ExitCodes.BadInput;
        }
        catch (Exception fault)
        {
            Write($"Internal error; please report it with the following lines.{Environment.NewLine}{fault}");
            return ExitCodes.Fault;
        }
    }

    private static int Lost(string reason, int code)
    {
        Write($"Standard output could not be written: {reason}");
        return code == ExitCodes.Good ? ExitCodes.BadInput : code;
    }

    private static void Write(string message) => StandardStreams.Error.WriteLine("error: " + message);

    private static string CommandPath(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{CommandPath(parent)} {result.Command.Name}" : "fulcrum";
}
