using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Tests.Architecture;

public sealed class LabelObjectiveTests
{
    [Fact]
    public void A_new_head_of_several_labels_begins_with_how_often_each_is_true()
    {
        var bias = LabelObjective.MultiLabel.InitialBias(100, [20, 0, 100]);
        Assert.Equal([20.5 / 101, 0.5 / 101, 100.5 / 101], bias.Select(value => 1 / (1 + Math.Exp(-value))), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Empty(LabelObjective.SingleLabel.InitialBias(100, [20, 80]));
    }
}
