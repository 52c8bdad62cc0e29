using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>What trials came to: read from a run folder, or stored figures that a race is replayed on.</summary>
public interface IRaceOutcomes
{
    /// <summary>How a trial ended; <see langword="null"/> where it has not.</summary>
    RaceOutcome? Find(Trial trial);
}
