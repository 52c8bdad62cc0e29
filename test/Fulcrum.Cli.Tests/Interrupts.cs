using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Fulcrum.Cli.Tests;

/// <summary>
/// Whether a program started here hears Ctrl-C. A shell has what it starts in the background ignore SIGINT, and children inherit
/// that; <c>env</c> of GNU coreutils can undo it.
/// </summary>
internal static class Interrupts
{
    private const ulong Interrupt = 1 << (2 - 1);
    private static readonly string[] DefaultInterrupt = ["env", "--default-signal=INT"];
    private static readonly bool IsIgnored = Ignored();
    private static readonly bool CanBeUndone = IsIgnored && Succeeds([.. DefaultInterrupt, "true"]);

    /// <summary>What a command begins with so that the program hears SIGINT; empty where nothing is needed, or nothing helps.</summary>
    public static IReadOnlyList<string> Launcher => CanBeUndone ? DefaultInterrupt : [];

    /// <summary>Skips the test where SIGINT is ignored and that cannot be undone.</summary>
    public static void SkipUnlessHeard() =>
        Assert.SkipWhen(IsIgnored && !CanBeUndone, "This process ignores SIGINT, and there is no `env --default-signal` to start a program that does not.");

    private static bool Ignored()
    {
        const string field = "SigIgn:";
        if (!OperatingSystem.IsLinux()) return false;
        var mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..];
        return (ulong.Parse(mask, NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    private static bool Succeeds(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
