namespace Fulcrum.Ladder.Runs;

/// <summary>How a run came about: the content of <c>environment.json</c>.</summary>
/// <param name="Created">When.</param>
/// <param name="Command">The command line that makes the run again.</param>
/// <param name="Machine">On what: name to value, see <see cref="EnvironmentInfo"/>.</param>
public sealed record RunEnvironment(DateTimeOffset Created, string Command, IReadOnlyDictionary<string, string> Machine)
{
    /// <summary>Wall-clock seconds that all trials may take together; <see langword="null"/>: as long as they need.</summary>
    public double? BudgetSeconds { get; init; }

    /// <summary>Billions of multiplications and additions a second of the device, roughly, by which time is guessed before anything was run.</summary>
    public double? Gigaflops { get; init; }
}
