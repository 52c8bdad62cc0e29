using Fulcrum.Data.Mail;

namespace Fulcrum.Data.Tests.Mail;

public sealed class MailDetectorTests
{
    [Theory]
    [InlineData("From: a@b.c\nSubject: x\n\nbody")]
    [InlineData("From a@b.c Mon Aug 26\nReceived: from x\n\tby y\nDate: z\n\nbody")]
    [InlineData("Return-Path: <a>\r\nTo: b\r\n\r\nbody")]
    public void Mails_are_seen_as_mails(string text) => Assert.True(MailDetector.LooksLikeMail(text));

    [Theory]
    [InlineData("Subject: only a subject\n\nbody")]
    [InlineData("Dear all,\nTo: the point\n\nSubject: x")]
    [InlineData("note: this\nhint: that\n\nbody")]
    [InlineData("From: a\nTo: b")]
    [InlineData("")]
    public void Other_texts_are_not(string text) => Assert.False(MailDetector.LooksLikeMail(text));
}
