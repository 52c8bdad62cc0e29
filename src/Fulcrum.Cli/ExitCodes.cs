namespace Fulcrum.Cli;

/// <summary>What the program's exit code means, the same for every verb.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>The verb ran and its answer is no: a gate failed, no trial completed, or a text that a model cannot read has no answer.</summary>
    public const int GateFailed = 1;

    /// <summary>What the user gave cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>The program itself is wrong (<c>EX_SOFTWARE</c> of sysexits.h).</summary>
    public const int Fault = 70;

    /// <summary>Ctrl-C; what was done so far can be resumed.</summary>
    public const int Canceled = 130;
}
