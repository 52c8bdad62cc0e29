using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Tests.Unicode;

public class WidthFormTests
{
    [Theory]
    [InlineData("ﾎﾟｲﾝﾄとｶﾞｽ", "ポイントとガス")]
    [InlineData("ＡＢＣ １２３！", "ABC 123!")]
    [InlineData("か\u3099く", "がく")]
    [InlineData("ﾎﾟ½ﾎﾟ", "ポ½ポ")]
    public void Odd_widths_and_parted_marks_are_folded(string text, string expected) => Assert.Equal(expected, WidthForm.Fold(text));

    [Theory]
    [InlineData("plain")]
    [InlineData("½ ﬁ ² e\u0301 ㈱")]
    [InlineData("ポイント")]
    public void Other_texts_stay_as_they_are(string text) => Assert.Same(text, WidthForm.Fold(text));
}
