using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Racing;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Execution;

/// <summary>What a pilot is shown of a split: beginnings of its train and dev, and nothing of test and shift.</summary>
internal static class PilotSample
{
    /// <summary>The split, cut down.</summary>
    /// <param name="split">All of it.</param>
    /// <param name="pilot">To how many rows.</param>
    /// <param name="seed">Of the order in which rows are taken, the same for all pilots of a run.</param>
    public static DataSplit Of(DataSplit split, Pilot pilot, int seed) => split with
    {
        Train = NestedOrder.First(split.Train, seed, pilot.TrainRows),
        Dev = NestedOrder.First(split.Dev, seed, pilot.DevRows),
        Test = [],
        Shift = [],
    };
}
