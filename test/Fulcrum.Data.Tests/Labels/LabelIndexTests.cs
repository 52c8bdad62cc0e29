using Fulcrum.Data.Labels;

namespace Fulcrum.Data.Tests.Labels;

public sealed class LabelIndexTests
{
    private readonly LabelIndex _index = new(["ham", "Spam", "advert"]);

    [Fact]
    public void Labels_stand_where_the_list_has_them() => Assert.Equal([0, 1, 2], new[] { _index["ham"], _index["Spam"], _index["advert"] });

    [Fact]
    public void Positions_of_a_row_ascend_whatever_the_order_of_its_labels()
    {
        Assert.Equal([1], _index.Of(LabelSet.Of("Spam")));
        Assert.Equal([0, 1, 2], _index.Of(LabelSet.OfList(["advert", "Spam", "ham"])));
        Assert.Empty(_index.Of(LabelSet.OfList([])));
    }

    [Fact]
    public void A_label_in_other_letters_is_unknown()
    {
        Assert.Equal("spam", _index.FindUnknown(LabelSet.OfList(["ham", "spam"])));
        Assert.Null(_index.FindUnknown(LabelSet.OfList(["ham", "Spam"])));
        Assert.Throws<KeyNotFoundException>(() => _index.Of(LabelSet.Of("spam")));
    }
}
