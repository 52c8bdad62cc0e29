using Fulcrum.Data;
using Fulcrum.Data.Splitting;

namespace Fulcrum.Rungs.Tests.Classical;

/// <summary>Short made-up messages whose label can be told from some of their words.</summary>
internal static class MadeUpMessages
{
    private static readonly (string Label, string[] Words)[] Topics =
    [
        ("billing", ["invoice", "refund", "charge", "payment", "receipt"]),
        ("delivery", ["parcel", "courier", "address", "tracking", "shipment"]),
        ("support", ["error", "crash", "update", "screen", "restart"]),
    ];

    private static readonly string[] Fillers = ["please", "help", "with", "my", "the", "today", "again", "thanks", "when", "order"];

    public static DataSplit Split(int topics = 2, int train = 90, int dev = 30, int test = 30, int shift = 0)
    {
        var random = new Random(7);
        return new DataSplit
        {
            Train = Draw("train", train),
            Dev = Draw("dev", dev),
            Test = Draw("test", test),
            Shift = Draw("shift", shift),
            Labels = [.. Topics.Take(topics).Select(t => t.Label)],
            Seed = 7,
        };

        List<Example> Draw(string part, int count) =>
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var topic = Topics[i % topics];
                var words = random.GetItems(Fillers, 4).Append(random.GetItems(topic.Words, 1)[0]).ToArray();
                random.Shuffle(words);
                return new Example($"{part}-{i}", string.Join(' ', words), topic.Label);
            }),
        ];
    }
}
