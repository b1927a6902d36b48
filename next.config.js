/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Every page is private or depends on the signed-in person; the optimiser
  // would keep copies of members' pictures outside the database's rules.
  images: { unoptimized: true },
  // A browser that has not read as far as the page's own icon asks for this one, and would report
  // that it is missing.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/favicon.svg" }],
  serverExternalPackages: ["postgres", "pino", "nodemailer", "pg-boss", "smtp-server"],
};
