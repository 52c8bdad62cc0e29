using System.Diagnostics;
using System.Text;

namespace Fulcrum.Cli.Tests;

/// <summary>The real program in a real process.</summary>
internal sealed class FulcrumProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _written = new();
    private readonly StringBuilder _said = new();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private FulcrumProcess(Process process)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput, _written);
        _error = ReadAsync(process.StandardError, _said);
    }

    public int Id => _process.Id;

    /// <summary>The program's standard input.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>How many characters it has written to standard output so far.</summary>
    public int LengthOut
    {
        get
        {
            lock (_written) return _written.Length;
        }
    }

    /// <summary>What it has written to standard error so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public static FulcrumProcess Start(string folder, params string[] arguments) => StartIn(folder, [], arguments);

    public static FulcrumProcess StartIn(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        string[] command = [.. Interrupts.Launcher, "dotnet", Path.Combine(AppContext.BaseDirectory, "fulcrum.dll"), .. WithoutBuiltin(arguments)];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new FulcrumProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<Ended> RunAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Runs to the end with streams redirected as a POSIX shell does it, e.g. <c>2&gt;/dev/full</c>; the exit code is the program's, also of one that stands before a pipe.</summary>
    public static async Task<Ended> RunInShellAsync(string folder, string streams, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -o pipefail; dotnet \"$@\" {streams}", "bash", Path.Combine(AppContext.BaseDirectory, "fulcrum.dll"), .. WithoutBuiltin(arguments)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new FulcrumProcess(Process.Start(start)!);
        return await process.WaitAsync();
    }

    /// <summary>Runs to the end in a terminal of so many columns; the output is what the terminal was sent.</summary>
    public static async Task<Ended> RunInTerminalAsync(string folder, int columns, params string[] arguments)
    {
        var command = string.Join(' ', WithoutBuiltin(arguments).Prepend(Path.Combine(AppContext.BaseDirectory, "fulcrum.dll")).Prepend("dotnet").Select(argument => $"'{argument}'"));
        using var process = new FulcrumProcess(Process.Start(new ProcessStartInfo("script", ["-qec", $"stty cols {columns}; {command}", "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        return await process.WaitAsync();
    }

    /// <summary>A verb that is <c>compare</c> as it is; <c>compare</c> itself gets <c>--no-builtin</c>, for no test should tune a real model by the way.</summary>
    public const string CompareWithBuiltin = "compare with builtin";

    private static string[] WithoutBuiltin(string[] arguments) => arguments switch
    {
        ["compare", .. var rest] when !rest.Contains("--resume") => [.. arguments, "--no-builtin"],
        [CompareWithBuiltin, .. var rest] => ["compare", .. rest],
        _ => arguments,
    };

    public async Task<Ended> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(_process.ExitCode, await _output, await _error);
    }

    /// <summary>Sends a signal to the program; skips the test where it would not hear a Ctrl-C.</summary>
    public void Signal(string signal)
    {
        if (signal == "INT") Interrupts.SkipUnlessHeard();
        Signal(_process.Id, signal);
    }

    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The worker that the program has started, once it has.</summary>
    public async Task<int> WorkerAsync()
    {
        await Until.TrueAsync(() => Children().Length > 0, "the worker to start");
        return Children()[0];

        // Any thread may have started it, so all tasks of the process are asked.
        int[] Children() =>
        [
            .. Directory.EnumerateDirectories($"/proc/{_process.Id}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }

    private static async Task<string> ReadAsync(StreamReader stream, StringBuilder text)
    {
        var buffer = new char[4096];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
            lock (text) text.Append(buffer, 0, count);
        return text.ToString();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    internal sealed record Ended(int ExitCode, string Output, string Error);
}
