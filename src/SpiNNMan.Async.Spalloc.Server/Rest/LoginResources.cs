using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SpiNNMan.Async.Spalloc.Server.Rest.Messages;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The pages by which clients log in, and the root of the service.</summary>
internal sealed class LoginResources(Access access, WebPaths paths)
{
    private const string TokenField = "_csrf";

    private static readonly ServiceVersion s_version = new(1, 0, 0);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{paths.System}/login.html", ShowAsync);
        routes.MapPost($"{paths.System}/perform_login", LogInAsync);
    }

    /// <summary>The description of the service, and the token that clients need for everything that changes something.</summary>
    public static Task DescribeAsync(WebExchange exchange) => exchange.AnswerAsync(
        new ServiceDescription(s_version, exchange.Uri(exchange.Paths.Jobs), exchange.Uri(exchange.Paths.Machines), Access.CsrfHeader, exchange.Session.CsrfToken),
        WebJson.Default.ServiceDescription);

    /// <summary>The page with the form. Who brings a token has logged in by that.</summary>
    private async Task ShowAsync(HttpContext context)
    {
        string? user;
        try
        {
            user = access.UserOfHeader(context.Request);
        }
        catch (WebFailureException failure)
        {
            await WebExchange.AnswerAsync(context.Response, failure.Message, failure.Status, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        Session session = access.Begin(context, user);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><title>Log in</title></head>
            <body>
            <form action="perform_login" method="post">
            <input type="hidden" name="{TokenField}" value="{session.CsrfToken}" />
            <p><label>Name <input type="text" name="username" autofocus /></label></p>
            <p><label>Password <input type="password" name="password" /></label></p>
            <p><input type="submit" name="submit" value="submit" /></p>
            </form>
            </body>
            </html>

            """,
            context.RequestAborted).ConfigureAwait(false);
    }

    private async Task LogInAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await WebExchange.AnswerAsync(context.Response, "bad request: BadArgs: a form is expected", StatusCodes.Status400BadRequest, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        if (access.FindSession(context.Request) is not { } session || !Accounts.AreEqual(session.CsrfToken, form[TokenField].ToString()))
        {
            await WebExchange.AnswerAsync(context.Response, "forbidden: get the form again", StatusCodes.Status403Forbidden, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        string user = form["username"].ToString();
        if (!access.Accepts(user, form["password"].ToString()))
        {
            context.Response.Redirect($"{paths.System}/login.html?error=true");
            return;
        }

        // Another session, so that one that somebody else has brought about gains nothing.
        access.End(session);
        access.Begin(context, user);
        context.Response.Redirect($"{paths.Api}/");
    }
}
