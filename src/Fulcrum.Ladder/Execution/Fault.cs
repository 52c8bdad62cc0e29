using Fulcrum.Workers.Machine;

namespace Fulcrum.Ladder.Execution;

/// <summary>Puts what a rung or a library threw into one line.</summary>
internal static class Fault
{
    /// <summary>What went wrong: that memory ran out or else the kind of the exception, then its first line.</summary>
    public static string Describe(Exception exception)
    {
        var what = OutOfMemory.IsMatch(exception.ToString()) ? "Memory ran out" : exception.GetType().Name;
        return $"{what}: {exception.Message.Split('\n')[0].Trim()}";
    }
}
