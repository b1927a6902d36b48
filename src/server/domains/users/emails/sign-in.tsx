import { Button, Link, render, Text } from "@react-email/components";
import { Letter, letterStyles } from "../../../mail/letter";

const SUBJECT = "Your sign-in link";

/**
 * The mail with a sign-in link. The subject says nothing of what the link leads to, because a
 * phone may show it to whoever sits beside its owner.
 */
export async function writeSignInMail({
  link,
}: {
  link: string;
}): Promise<{ subject: string; html: string; text: string }> {
  return {
    subject: SUBJECT,
    html: await render(<SignInMail link={link} />),
    text: [
      "Hello,",
      "here is the link to sign in. Open it in the browser where you asked for it; it works once, for ten minutes.",
      link,
      "In another browser it will offer you a short code to type instead.",
      "If you did not ask for this, there is nothing to do: without you it opens nothing. Nobody from here will ever ask you for a link or a code.",
    ].join("\n\n"),
  };
}

function SignInMail({ link }: { link: string }) {
  return (
    <Letter preview="It works once, for ten minutes.">
      <Text style={letterStyles.text}>Hello,</Text>
      <Text style={letterStyles.text}>
        here is the link to sign in. Open it in the browser where you asked for it; it works once,
        for ten minutes.
      </Text>
      <Button href={link} style={letterStyles.button}>
        Open the sign-in page
      </Button>
      <Text style={letterStyles.text}>
        In another browser it will offer you a short code to type instead.
      </Text>
      <Text style={letterStyles.small}>
        If the button does nothing, copy this address:{" "}
        <Link href={link} style={letterStyles.link}>
          {link}
        </Link>
      </Text>
      <Text style={letterStyles.small}>
        If you did not ask for this, there is nothing to do: without you it opens nothing. Nobody
        from here will ever ask you for a link or a code.
      </Text>
    </Letter>
  );
}
