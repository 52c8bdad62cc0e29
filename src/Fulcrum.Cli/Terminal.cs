using Fulcrum.Ladder.Execution;
using Spectre.Console;

namespace Fulcrum.Cli;

/// <summary>
/// Answers go to standard output, everything else to standard error, so that output can be piped. Color and moving
/// lines only where a terminal shows them; control characters of foreign text are shown and not sent.
/// </summary>
internal sealed class Terminal
{
    private const int PipeWidth = 140;

    private readonly TextWriter _error = StandardStreams.Error;

    /// <summary>Plain standard output, for JSON.</summary>
    public TextWriter Out { get; } = StandardStreams.Out;

    /// <summary>Standard output with tables and color.</summary>
    public IAnsiConsole Answers { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error with progress.</summary>
    public IAnsiConsole Progress { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether <see cref="Progress"/> can redraw lines.</summary>
    public bool IsInteractive { get; } = !Console.IsErrorRedirected;

    /// <summary>Says something in a line of standard error; in a log a line of any length, for what is in it may be copied.</summary>
    public void Say(string text)
    {
        if (IsInteractive) Progress.WriteLine(text);
        else _error.WriteLine(text);
    }

    /// <summary>Shows what is being done while it is done.</summary>
    public async Task<T> WithStatusAsync<T>(Func<IProgress<string>, Task<T>> work)
    {
        if (!IsInteractive) return await work(new ForwardingProgress<string>(Say));
        return await Progress.Status().StartAsync("…", context => work(new ForwardingProgress<string>(text => context.Status(Markup.Escape(text)))));
    }

    private static VisibleConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected) console.Profile.Width = PipeWidth;
        return new VisibleConsole(console);
    }
}
