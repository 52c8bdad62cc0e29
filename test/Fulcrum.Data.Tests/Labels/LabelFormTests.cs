using Fulcrum.Data.Labels;

namespace Fulcrum.Data.Tests.Labels;

public sealed class LabelFormTests
{
    [Theory]
    [InlineData("Billing", "BILLING")]
    [InlineData("büro", "bu\u0308ro")]
    [InlineData("BÜRO", "bu\u0308ro")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("ΛΌΓΟΣ", "λόγος")]
    [InlineData("shipping", "shipping\u200b")]
    [InlineData("spam", "\ufeffsp\u00adam\u2060")]
    [InlineData("❤", "❤\ufe0f")]
    [InlineData("card lost", " card \u00a0lost ")]
    [InlineData("card lost", "card\u3000lost")]
    [InlineData("Spam", "Ｓｐａｍ")]
    [InlineData("file", "ﬁle")]
    [InlineData("かな", "ｶﾅ", false)]
    [InlineData("カナ", "ｶﾅ")]
    [InlineData("true", "True")]
    [InlineData("TRUE", "True")]
    [InlineData("1", "1.0")]
    [InlineData("1", "1.00")]
    [InlineData("1", "+1")]
    [InlineData("１", "1")]
    [InlineData("0", "-0.0")]
    [InlineData("-2", "-2.0")]
    [InlineData("1.1", "1.10", false)]
    [InlineData("1", "01", false)]
    [InlineData("true", "1", false)]
    [InlineData("yes", "true", false)]
    [InlineData("card lost", "card_lost", false)]
    [InlineData("v1.0", "v1", false)]
    [InlineData("1.0.0", "1", false)]
    [InlineData("resume", "résumé", false)]
    public void Labels_that_differ_in_their_form_alone_fold_to_one(string one, string other, bool same = true) =>
        Assert.Equal(same, LabelForm.Fold(one) == LabelForm.Fold(other));

    [Theory]
    [InlineData("Billing", "billing")]
    [InlineData("\u200b", "")]
    [InlineData("Card  Lost", "card lost")]
    [InlineData("123456789012345678901234567890.0", "123456789012345678901234567890")]
    public void Folding_twice_changes_nothing_more(string label, string folded)
    {
        Assert.Equal(folded, LabelForm.Fold(label));
        Assert.Equal(folded, LabelForm.Fold(folded));
    }

    [Theory]
    [InlineData("büro", "büro")]
    [InlineData("bu\u0308ro", @"bu\u0308ro")]
    [InlineData("spam\u200b", @"spam\u200b")]
    [InlineData("card\u00a0lost", @"card\u00a0lost")]
    [InlineData("card lost", "card lost")]
    [InlineData("a\u001bb", @"a\u001bb")]
    [InlineData("❤\ufe0f", @"❤\ufe0f")]
    [InlineData("x\U000e0041", @"x\U000e0041")]
    [InlineData("हिन्दी", "हिन्दी")]
    public void What_cannot_be_seen_is_shown_as_an_escape(string label, string shown) => Assert.Equal(shown, LabelForm.Show(label));

    [Fact]
    public void The_same_label_in_another_form_is_nearer_than_any_other_word()
    {
        Assert.Equal("1", LabelForm.Nearest("1.0", ["0", "1"]));
        Assert.Equal("SHIPPING AND HANDLING", LabelForm.Nearest("shipping and handling", ["shipping and handlin", "SHIPPING AND HANDLING"]));
        Assert.Equal("billing", LabelForm.Nearest("biling", ["shipping", "billing"]));
        Assert.Null(LabelForm.Nearest("card", ["shipping", "billing"]));
    }
}
